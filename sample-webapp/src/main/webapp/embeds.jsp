<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %><%@ taglib prefix="c" uri="jakarta.tags.core" %><%@ taglib prefix="t" tagdir="/WEB-INF/tags" %><t:page title="Embeds" here="embeds">
  <p class="lead">An embed is a dashboard that the settings know by name, with the parameters that a visitor may set and the roles that may see
    it. You are <strong><c:out value="${pageContext.request.remoteUser}" default="nobody"/></strong>:
    <c:choose>
      <c:when test="${empty pageContext.request.remoteUser}"><a href="<c:url value='/embeds.jsp?as=operator'/>">sign in as an operator</a>.</c:when>
      <c:otherwise><a href="<c:url value='/embeds.jsp?as='/>">sign out</a>.</c:otherwise>
    </c:choose></p>
  <t:example file="embed.jsp" title="For everybody"><code>from</code> is open, so a page or a visitor may set it.</t:example>
  <t:example file="role.jsp" title="For operators">Whoever is none sees that there is nothing to see.</t:example>
  <t:example file="plain.html" title="In plain HTML">The address of an embed needs no tag.</t:example>
</t:page>
