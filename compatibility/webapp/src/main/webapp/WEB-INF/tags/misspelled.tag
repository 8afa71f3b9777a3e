<%@ taglib prefix="gshare" uri="io.gshare.tags" %>
<% if (jspContext.getAttribute("never") != null) { %><gshare:iframe dashboard="jvm" pannel="2"/><% } %>
