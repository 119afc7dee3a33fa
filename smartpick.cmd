@echo off
rem Runs SmartPick from this checkout on Windows. The first call makes a private Python environment beside this
rem file (needs Python 3.11 or newer, and the network once); later calls start at once and need no network.
setlocal EnableExtensions
set "HERE=%~dp0"
set "VENV=%HERE%.venv"
set "VPY=%VENV%\Scripts\python.exe"
set "LOCK=%HERE%requirements.lock"

set PYTHONUTF8=1
if exist "%VPY%" if exist "%VENV%\.lock" if exist "%HERE%src\smartpick\facts\compiled.sqlite" (
    fc /b "%LOCK%" "%VENV%\.lock" >nul 2>&1 && goto fresh
)
goto prepare

:fresh
"%VPY%" "%HERE%scripts\is_fresh.py" "%HERE%." "%VENV%\.ready"
if not errorlevel 1 goto run

:prepare
set "PY="
for %%P in ("py -3.13" "py -3.12" "py -3.11" "py -3" "python") do (
    if not defined PY (
        %%~P -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>&1 && set "PY=%%~P"
    )
)
if not defined PY (
    echo SmartPick needs Python 3.11 or newer, and none was found. 1>&2
    echo Install it from https://www.python.org/downloads/ and tick "Add python.exe to PATH". 1>&2
    exit /b 2
)
fc /b "%LOCK%" "%VENV%\.lock" >nul 2>&1 && if exist "%VPY%" goto project
echo Preparing SmartPick (once): a Python environment in .venv ... 1>&2
%PY% -m venv --clear "%VENV%" || exit /b 2
"%VPY%" -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "%LOCK%" || exit /b 2
:project
"%VPY%" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable "%HERE%." || exit /b 2
copy /y "%LOCK%" "%VENV%\.lock" >nul
type nul > "%VENV%\.ready"

:run
"%VPY%" -m smartpick %*
exit /b %ERRORLEVEL%
