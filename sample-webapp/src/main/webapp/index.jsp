<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %><%@ taglib prefix="t" tagdir="/WEB-INF/tags" %><%@ taglib prefix="gshare" uri="io.gshare.tags" %><t:page title="Dashboards on your own pages" here="index">
  <p class="lead">Every chart on these pages is a Grafana dashboard in a frame that opens without a login. Its link is signed
    when the page is rendered, and is good for one minute.</p>
  <div class="result wide"><gshare:iframe dashboard="${dashboard}" slug="overview" from="now-5m" to="now" refresh="5s" kiosk="true" title="The whole dashboard" height="520"/></div>
  <p class="hint">Each page shows a source and what it becomes: the <a href="tag.jsp">JSP tag</a>, <a href="url.jsp">c:url</a>, the
    <a href="function.jsp">EL function</a>, and Thymeleaf's <a href="thymeleaf/element">element</a>,
    <a href="thymeleaf/attributes">attributes</a> and <a href="thymeleaf/links">link expressions</a>.</p>
</t:page>
