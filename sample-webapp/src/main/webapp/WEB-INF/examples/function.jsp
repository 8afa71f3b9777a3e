<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %>
<%@ taglib prefix="gshare" uri="io.gshare.tags" %>

<iframe
    src="${gshare:sign('/d-solo/' += dashboard += '/overview?panelId=2&from=now-5m&refresh=5s')}"
    title="Threads" height="300" referrerpolicy="no-referrer"></iframe>
