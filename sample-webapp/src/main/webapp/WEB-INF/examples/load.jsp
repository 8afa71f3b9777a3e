<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %>
<%@ taglib prefix="gshare" uri="io.gshare.tags" %>

<gshare:iframe dashboard="${dashboard}" slug="overview" panel="1" sign="load"
    from="now-5m" to="now" refresh="5s" title="Heap" height="300"/>
