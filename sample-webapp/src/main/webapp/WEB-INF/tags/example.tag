<%@ tag pageEncoding="UTF-8" body-content="scriptless" %><%@ attribute name="file" required="true" %><%@ attribute name="title" required="true" %><%@ attribute name="closed" %><%@ taglib prefix="c" uri="jakarta.tags.core" %><c:set var="markup"><jsp:include page="/WEB-INF/examples/${file}"/></c:set><c:set var="end" value="${examples.end(markup)}"/><section class="example">
  <div class="source">
    <h2><c:out value="${title}"/></h2>
    <p><jsp:doBody/></p>
    <pre><code><c:out value="${examples.source('/WEB-INF/examples/'.concat(file))}"/></code></pre>
    <p class="becomes">becomes</p>
    <pre><code><c:out value="${examples.shown(markup)}"/></code></pre>
    <c:choose>
      <c:when test="${empty end}"><p class="good">No signature: the link is signed when the frame loads.</p></c:when>
      <c:otherwise><p class="good" data-end="${end.epochSecond}">The link is good until <time datetime="${end}">${end}</time>.</p></c:otherwise>
    </c:choose>
  </div>
  <div class="result"><c:choose>
    <c:when test="${closed}"><details><summary>Show the chart</summary>${markup}</details></c:when>
    <c:otherwise>${markup}</c:otherwise>
  </c:choose></div>
</section>
