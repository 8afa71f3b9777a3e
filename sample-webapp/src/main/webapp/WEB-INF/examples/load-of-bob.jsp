<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %>
<%@ taglib prefix="gshare" uri="io.gshare.tags" %>

<gshare:iframe workspace="visitors" live="true" dashboard="load"
    from="now-5m" to="now" refresh="5s" title="Load" height="300"/>
