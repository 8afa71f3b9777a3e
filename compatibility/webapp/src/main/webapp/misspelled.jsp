<%@ page contentType="text/html; charset=UTF-8" session="false" %>
<%@ taglib prefix="gshare" uri="io.gshare.tags" %>
<% if (request.getParameter("never") != null) { %><gshare:iframe dashboard="jvm" pannel="2"/><% } %>
