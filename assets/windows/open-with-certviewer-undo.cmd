@echo off
rem Takes back what open-with-certviewer.cmd did. /quiet asks for no key at the end.
setlocal
for /f "tokens=2 delims=:" %%p in ('chcp') do set "page=%%p"
chcp 65001 >nul
reg delete "HKCU\Software\Classes\certviewer.file" /f >nul 2>nul
for %%e in (p12 pfx cer crt p7b) do (
	reg delete "HKCU\Software\Classes\.%%e\OpenWithProgids" /v certviewer.file /f >nul 2>nul
)
echo 元に戻しました。「プログラムから開く」に certviewer は表示されません。
echo Done. certviewer is no longer among "Open with".
if not "%~1"=="/quiet" pause
if defined page chcp %page% >nul
exit /b 0
