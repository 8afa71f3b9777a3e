<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>

<c:url context="/grafana" value="/d-solo/jvm/overview" var="cpu">
  <c:param name="panelId" value="3"/>
  <c:param name="from" value="now-5m"/>
  <c:param name="refresh" value="5s"/>
</c:url>
<iframe src="<c:out value='${cpu}'/>"
    title="CPU" height="300" referrerpolicy="no-referrer"></iframe>
