<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %><%@ taglib prefix="t" tagdir="/WEB-INF/tags" %><%@ taglib prefix="gshare" uri="io.gshare.tags" %><t:page title="Dashboards on your own pages" here="index">
  <p class="lead">Every chart on these pages is a Grafana dashboard in a frame that opens without a login. Its link is signed
    when the page is rendered, or when the frame loads, and is good for ${visitors ? 'an hour' : 'one minute'}.</p>
  <div class="result wide"><gshare:iframe dashboard="${dashboard}" slug="overview" from="now-5m" to="now" refresh="5s" kiosk="true" title="The whole dashboard" height="520"/></div>
  <p class="hint">Most pages show a source, what it becomes, and the chart: the <a href="tag.jsp">JSP tag</a>, <a href="url.jsp">c:url</a>, the
    <a href="function.jsp">EL function</a>, Thymeleaf's <a href="thymeleaf/element">element</a>,
    <a href="thymeleaf/attributes">attributes</a> and <a href="thymeleaf/links">link expressions</a>; frames that are signed
    <a href="load.jsp">when they load</a>, <a href="live.jsp">kept alive</a> or shown <a href="embeds.jsp">by name</a>. Two show only the chart,
    because nobody touched them: a <a href="legacy.html">file</a>, and what a <a href="printed">servlet prints</a>.${visitors ?
    ' On <a href="visitors.jsp">one</a>, each visitor sees what he may.' : ''}</p>
</t:page>
