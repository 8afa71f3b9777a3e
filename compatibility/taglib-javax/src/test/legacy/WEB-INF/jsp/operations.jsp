<%@ page contentType="text/html;charset=UTF-8" %>
<%@ taglib prefix="c" uri="http://java.sun.com/jsp/jstl/core" %>
<%@ taglib prefix="layout" uri="/layout" %>
<layout:page title="Operations">
  <h1><c:out value="${machine}"/></h1>
  <a href="https://grafana.example.com/d/TZWea/test?var-host=<c:out value="${machine}"/>">Dashboard (asks for a login)</a>
</layout:page>
