<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %><%@ taglib prefix="t" tagdir="/WEB-INF/tags" %><t:page title="Signed when it loads" here="load">
  <p class="lead">The page carries no signature, so it may be cached, printed or left open. The frame's link is the portal's own, and
    becomes a signed one when the frame loads: here, when you scroll down to it.</p>
  <div class="far" role="presentation">Scroll down&nbsp;&darr;</div>
  <t:example file="load.jsp" title="In this tag alone"><code>gshare.sign-at = load</code> does the same for every tag and link.</t:example>
</t:page>
