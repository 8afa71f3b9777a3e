<%@ tag pageEncoding="UTF-8" body-content="scriptless" %><%@ attribute name="file" required="true" %><%@ attribute name="title" required="true" %><%@ taglib prefix="c" uri="jakarta.tags.core" %><section class="example">
  <div class="source">
    <h2><c:out value="${title}"/></h2>
    <p><jsp:doBody/></p>
    <pre><code><c:out value="${sources.read('/WEB-INF/examples/'.concat(file))}"/></code></pre>
  </div>
  <div class="result"><jsp:include page="/WEB-INF/examples/${file}"/></div>
</section>
