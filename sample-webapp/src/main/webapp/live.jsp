<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %><%@ taglib prefix="t" tagdir="/WEB-INF/tags" %><%
  response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src data:; script-src 'self';"
      + " connect-src 'self' " + request.getAttribute("grafana") + "; frame-src 'self' " + request.getAttribute("grafana"));
%><t:page title="A frame that stays alive" here="live">
  <p class="lead">Left open on a wall, a page outlives the session that its link opened. A small script ${visitors ?
    'loads the frame anew before that, behind the visible one' : 'opens the next one before that'}, lets the frame follow
    the page's colours, and says so when something fails. This page has a strict Content-Security-Policy.</p>
  <t:example file="live.jsp" title="On the wall">Without JavaScript it is the same frame, for as long as its session lasts.</t:example>
</t:page>
