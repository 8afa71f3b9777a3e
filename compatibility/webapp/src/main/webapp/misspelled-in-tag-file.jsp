<%@ page contentType="text/html; charset=UTF-8" session="false" %>
<%@ taglib prefix="own" tagdir="/WEB-INF/tags" %>
<own:misspelled/>
