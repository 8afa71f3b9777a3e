<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %>
<%@ taglib prefix="gshare" uri="io.gshare.tags" %>

<gshare:iframe live="true" dashboard="${dashboard}" slug="overview" panel="2"
    from="now-5m" to="now" refresh="5s" theme="auto" ratio="16/9"
    title="On the wall"/>
