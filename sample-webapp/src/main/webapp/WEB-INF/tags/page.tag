<%@ tag pageEncoding="UTF-8" body-content="scriptless" %><%@ attribute name="title" required="true" %><%@ attribute name="here" required="true" %><%@ taglib prefix="c" uri="jakarta.tags.core" %><!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title><c:out value="${title}"/> · Operations portal</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="<c:url value='/portal.css'/>">
  <script type="module" src="<c:url value='/portal.js'/>"></script>
</head>
<body>
  <%@ include file="/WEB-INF/nav.jspf" %>
  <main>
    <h1><c:out value="${title}"/></h1>
    <jsp:doBody/>
  </main>
</body>
</html>
