<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %>
<%@ taglib prefix="gshare" uri="io.gshare.tags" %>

<gshare:iframe embed="operations" live="true"
    title="Operations" height="300"/>
