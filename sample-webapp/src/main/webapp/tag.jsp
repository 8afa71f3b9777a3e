<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %><%@ taglib prefix="t" tagdir="/WEB-INF/tags" %><t:page title="The JSP tag" here="tag">
  <t:example file="link.jsp" title="A link">What Grafana's Share dialog copies goes into <code>link</code>; an iframe's own attributes, such as <code>title</code> and <code>class</code>, go to the iframe.</t:example>
  <t:example file="dashboard.jsp" title="A dashboard">Or the tag builds the link: one panel, a time range, a variable that the page takes from its own address: of one host it is <a href="?host=web-1"><code>?host=web-1</code></a>.</t:example>
</t:page>
