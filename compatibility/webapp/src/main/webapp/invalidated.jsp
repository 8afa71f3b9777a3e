<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %><%@ taglib prefix="gshare" uri="io.gshare.tags" %>
<% session.invalidate(); %>
<a href="<c:url value='/index.jsp'/>">The application's own</a>
<gshare:iframe dashboard="${dashboard}" title="By the tag"/>
<gshare:url dashboard="${dashboard}" var="link"/><iframe src="<c:out value='${link}'/>" title="By its link"></iframe>
<iframe src="${gshare:sign('/d/jvm')}" title="By the function"></iframe>
<iframe src="<c:url context='/grafana' value='/d/jvm'/>" title="By c:url"></iframe>
<iframe src="<%= response.encodeURL(request.getAttribute("grafana") + "/d/jvm") %>" title="Encoded"></iframe>
<iframe src="<%= request.getAttribute("grafana") %>/d/jvm" title="Untouched"></iframe>
