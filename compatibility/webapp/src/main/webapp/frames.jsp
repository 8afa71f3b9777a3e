<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %><%@ taglib prefix="gshare" uri="io.gshare.tags" %>
<a href="<c:url value='/index.jsp'/>">The application's own</a>
<gshare:iframe dashboard="${dashboard}" sign="load" title="By the tag, at load"/>
<gshare:iframe dashboard="${dashboard}" live="true" title="By the tag, kept alive"/>
<gshare:iframe embed="heap" title="By the tag, an embed"/>
<iframe src="<c:url value='/gshare/embed/heap'/>" title="By c:url"></iframe>
<iframe src="<%= response.encodeURL("gshare/embed/heap?from=now-1h") %>" title="Encoded"></iframe>
