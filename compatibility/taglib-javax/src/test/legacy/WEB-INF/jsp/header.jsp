<%@ page contentType="text/html;charset=UTF-8" %>
<html><head><title><%= request.getAttribute("title") %></title></head><body>
<%@ include file="menu.jspf" %>
