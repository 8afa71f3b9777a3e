<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %>
<%@ taglib prefix="gshare" uri="io.gshare.tags" %>

<iframe
    src="${gshare:sign('/d-solo/' += dashboard += '?panelId=2&from=now-5m')}"
    title="Threads" height="300" referrerpolicy="no-referrer"></iframe>
