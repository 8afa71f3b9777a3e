<hr></body></html>
