<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %><%@ taglib prefix="t" tagdir="/WEB-INF/tags" %><t:page title="Links: c:url and gshare:url" here="url">
  <t:example file="c-url.jsp" title="c:url, unchanged">Where Grafana lies behind the application's own host, the filter signs the links that <code>c:url</code> encodes.</t:example>
  <t:example file="gshare-url.jsp" title="gshare:url">For Grafana on a host of its own, <code>gshare:url</code> is used as <code>c:url</code> is.</t:example>
</t:page>
