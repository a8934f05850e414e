@echo off
rem Adds certviewer to "Open with" for certificate files, for this user only. open-with-certviewer-undo.cmd takes it back.
rem What opens these files now stays: since Windows 8 only the person chooses that. /quiet asks for no key at the end.
setlocal
for /f "tokens=2 delims=:" %%p in ('chcp') do set "page=%%p"
set "page=%page: =%"
chcp 65001 >nul
set "kind=Certificate"
if "%page%"=="932" set "kind=証明書"
set "exe=%~dp0certviewer.exe"
set "code=1"
if not exist "%exe%" goto missing
set "key=HKCU\Software\Classes\certviewer.file"
reg add "%key%" /ve /d "%kind%" /f >nul
if errorlevel 1 goto failed
reg add "%key%\DefaultIcon" /ve /d "%exe%,0" /f >nul
if errorlevel 1 goto failed
reg add "%key%\shell\open\command" /ve /d "\"%exe%\" \"%%1\"" /f >nul
if errorlevel 1 goto failed
for %%e in (p12 pfx cer crt p7b) do (
	reg add "HKCU\Software\Classes\.%%e\OpenWithProgids" /v certviewer.file /t REG_SZ /d "" /f >nul
	if errorlevel 1 goto failed
)
set "code=0"
echo 終わりました。証明書のファイルを右クリックし、「プログラムから開く」で certviewer を選べます。
echo Done. Right-click a certificate file, and choose certviewer in "Open with".
goto end
:missing
echo このフォルダーに certviewer.exe がありません。先に ZIP ファイルを「すべて展開」してください。
echo certviewer.exe is not in this folder. Extract the whole ZIP file first.
goto end
:failed
echo 設定できませんでした。open-with-certviewer-undo.cmd で元に戻せます。
echo This could not be done. open-with-certviewer-undo.cmd takes back what was.
:end
if not "%~1"=="/quiet" pause
if defined page chcp %page% >nul
exit /b %code%
