<%@ page contentType="text/html; charset=UTF-8" session="false" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<%@ taglib prefix="gshare" uri="io.gshare.tags" %>
<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>JSP</title></head>
<body>
<gshare:iframe dashboard="TZWea" panel="2" title="Heap"/>
<a href="${gshare:sign('/d/TZWea/test')}" rel="noreferrer">Heap</a>
<a href="<c:url value="/d/TZWea/test" context="/grafana"/>">Heap</a>
</body>
</html>
