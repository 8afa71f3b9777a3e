<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %><p><iframe src="${grafana}/d/TZWea"></iframe></p>
