<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %><%@ taglib prefix="t" tagdir="/WEB-INF/tags" %><t:page title="Signed when it loads" here="load">
  <p class="lead">The page carries no signature, so it may be cached, printed or left open. The frame's link is the portal's own, and
    becomes a signed one when the frame loads: here, when you show the chart.</p>
  <t:example file="load.jsp" title="In this tag alone" closed="true"><code>gshare.sign-at = load</code> does the same for every tag and link.</t:example>
</t:page>
