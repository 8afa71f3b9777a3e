<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %><%@ taglib prefix="c" uri="jakarta.tags.core" %><%@ taglib prefix="t" tagdir="/WEB-INF/tags" %><t:page title="Two visitors" here="visitors"><c:choose><c:when test="${visitors}">
  <p class="lead">Here the link's token names the visitor, so that Grafana's own permissions decide: Anna may see one of these dashboards, Bob the
    other. You are <strong><c:out value="${pageContext.request.remoteUser}" default="nobody"/></strong>: look
    <a href="<c:url value='/visitors.jsp?as=anna'/>">as Anna</a>, <a href="<c:url value='/visitors.jsp?as=bob'/>">as Bob</a>,
    or <a href="<c:url value='/visitors.jsp?as='/>">as nobody</a>, for whom nothing is signed.</p>
  <t:example file="memory.jsp" title="Anna's">The page carries no token: it is made for whoever loads the frame, who is
    <c:choose><c:when test="${empty pageContext.request.remoteUser}">nobody</c:when><c:otherwise><code>portal:<c:out value="${pageContext.request.remoteUser}"/></code> in Grafana</c:otherwise></c:choose>.</t:example>
  <t:example file="load-of-bob.jsp" title="Bob's">The same tag, with another dashboard.</t:example>
</c:when><c:otherwise>
  <p class="lead">This page needs links that name their visitor: start the portal with <code>GSHARE_LINK_VERSION=jwt</code>.</p>
</c:otherwise></c:choose></t:page>
