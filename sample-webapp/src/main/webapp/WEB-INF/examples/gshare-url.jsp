<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %>
<%@ taglib prefix="gshare" uri="io.gshare.tags" %>

<gshare:url dashboard="${dashboard}" slug="overview" panel="4"
    from="now-5m" refresh="5s" var="requests"/>
<iframe src="${requests}"
    title="Requests" height="300" referrerpolicy="no-referrer"></iframe>
<p><a href="${requests}" rel="noreferrer">Open in a page of its own</a></p>
