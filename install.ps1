# Installs cloacina on Windows for one user. What it downloads is used only if SHA256SUMS lists it as it is, and, where
# there is OpenSSL 3, only if the release key signed that list.
param(
  [string]$Version = '@VERSION@',
  [switch]$OfflineEdition,
  [string]$Dir = (Join-Path $env:LOCALAPPDATA 'Programs\cloacina'),
  [string]$From = ''
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

$releases = '@RELEASES@'
$releaseKey = '@RELEASE_KEY@'
if (-not $releaseKey.StartsWith('-----BEGIN')) { throw 'Take the install.ps1 of a release' }
if (-not [Environment]::Is64BitOperatingSystem) { throw 'cloacina is made for 64-bit Windows' }

$name = if ($OfflineEdition) { 'cloacina-offline' } else { 'cloacina' }
$file = "$name-x86_64-pc-windows-msvc.exe"
if ($From -eq '') { $From = "$releases/download/v$Version" }

# .NET does not know the current location of PowerShell.
$Dir = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Dir)
New-Item -ItemType Directory -Force -Path $Dir | Out-Null
$work = Join-Path $Dir ('.cloacina-install.' + [guid]::NewGuid())
New-Item -ItemType Directory -Path $work | Out-Null

function Get-ReleaseFile([string]$Name) {
  $to = Join-Path $work $Name
  if ($From -match '^https://') { Invoke-WebRequest -UseBasicParsing -Uri "$From/$Name" -OutFile $to }
  elseif ($From -match '://') { throw "Cannot install from ${From}: it is not https" }
  else { Copy-Item (Join-Path $From $Name) $to }
  return $to
}

function Test-ListSignature([string]$List) {
  $signature = (Get-Content -Raw (Get-ReleaseFile 'SHA256SUMS.sig') | ConvertFrom-Json).signature
  [IO.File]::WriteAllBytes("$work\signature", [Convert]::FromBase64String($signature))
  [IO.File]::WriteAllText("$work\key", "$releaseKey`n")
  & openssl dgst -sha256 -binary -out "$work\hash" $List
  & openssl pkeyutl -verify -pubin -inkey "$work\key" -rawin -in "$work\hash" -sigfile "$work\signature" | Out-Null
  if ($LASTEXITCODE -ne 0) { throw "Cannot install from ${From}: the release key did not sign its SHA256SUMS" }
}

try {
  $list = Get-ReleaseFile 'SHA256SUMS'
  $openssl = if (Get-Command openssl -ErrorAction SilentlyContinue) { & openssl version } else { '' }
  if ($openssl -match '^OpenSSL [3-9]') { Test-ListSignature $list }
  else { Write-Warning 'There is no OpenSSL 3 here, so only the checksums are checked, and not the signature' }

  $line = @(Get-Content $list | Where-Object { ($_ -split '  ', 2)[1] -ceq $file })
  if ($line.Count -ne 1) { throw "Cannot install ${file}: SHA256SUMS does not list it" }
  $new = Get-ReleaseFile $file
  $hash = (Get-FileHash -Algorithm SHA256 $new).Hash.ToLowerInvariant()
  if ($hash -cne ($line[0] -split '  ', 2)[0]) { throw "Cannot install ${file}: it is not the file that SHA256SUMS lists" }

  $says = & $new --version | Select-Object -First 1
  if ($says -cne "cloacina $Version") { throw "Cannot install $name ${Version}: $From has $says" }
  Move-Item -Force $new (Join-Path $Dir "$name.exe")
  Write-Output "installed $(Join-Path $Dir "$name.exe")"
} finally {
  Remove-Item -Recurse -Force $work
}

if (($env:PATH -split ';') -notcontains $Dir) {
  Write-Output "put it into PATH: [Environment]::SetEnvironmentVariable('Path', [Environment]::GetEnvironmentVariable('Path', 'User') + ';$Dir', 'User')"
}
