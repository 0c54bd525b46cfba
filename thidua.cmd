@echo off
rem Start Thi Dua on Windows: double-click, or "thidua check", "thidua update FILE" in a window.
chcp 65001 >nul
where py >nul 2>nul
if errorlevel 1 (python "%~dp0start.py" %*) else (py -3 "%~dp0start.py" %*)
if errorlevel 1 if "%~1"=="" pause
