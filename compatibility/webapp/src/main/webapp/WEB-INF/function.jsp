<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %><%@ taglib prefix="gshare" uri="io.gshare.tags" %><p><iframe src="${gshare:sign('/d/TZWea')}"></iframe></p>
