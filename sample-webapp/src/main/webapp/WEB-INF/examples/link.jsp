<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %>
<%@ taglib prefix="gshare" uri="io.gshare.tags" %>

<gshare:iframe
    link="${grafana}/d/${dashboard}?from=now-5m&refresh=5s&kiosk=1"
    title="Everything" height="420" class="rounded"/>
