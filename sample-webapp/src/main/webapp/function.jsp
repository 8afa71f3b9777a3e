<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %><%@ taglib prefix="t" tagdir="/WEB-INF/tags" %><t:page title="The EL function" here="function">
  <t:example file="function.jsp" title="gshare:sign">Signs a link anywhere an expression may stand.</t:example>
</t:page>
