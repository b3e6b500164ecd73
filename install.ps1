# Installs cloacina on Windows for one user. What it downloads is used only if SHA256SUMS lists it as it is, and, where
# there is OpenSSL 3, only if the release key signed that list.
param(
  [string]$Version = '@VERSION@',
  [switch]$OfflineEdition,
  [string]$Dir = (Join-Path $env:LOCALAPPDATA 'Programs\cloacina'),
  [string]$From = ''
)
$ErrorActionPreference = 'Stop'

$releases = '@RELEASES@'
$releaseKey = '@RELEASE_KEY@'
if (-not $releaseKey.StartsWith('-----BEGIN')) { throw 'Take the install.ps1 of a release' }
if (-not [Environment]::Is64BitOperatingSystem) { throw 'cloacina is made for 64-bit Windows' }

$name = if ($OfflineEdition) { 'cloacina-offline' } else { 'cloacina' }
$file = "$name-x86_64-pc-windows-msvc.exe"
$Version = $Version -creplace '^v', ''
if ($From -eq '') { $From = "$releases/download/v$Version" }

# .NET does not know the current location of PowerShell.
$Dir = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Dir)
$work = Join-Path $Dir ('.cloacina-install.' + [guid]::NewGuid())
[IO.Directory]::CreateDirectory($work) | Out-Null

function Get-ReleaseFile([string]$Name) {
  $to = Join-Path $work $Name
  if ($From -match '^https://') {
    # PowerShell 5.1 follows a redirection from https to http, and curl.exe, a part of Windows, can be told not to.
    & curl.exe --fail --silent --show-error --location --globoff --proto '=https' --output $to "$From/$Name"
    if ($LASTEXITCODE -ne 0) { throw "Cannot download $From/$Name" }
  }
  elseif ($From -match '://') { throw "Cannot install from ${From}: it is not https" }
  else { Copy-Item -LiteralPath (Join-Path $From $Name) -Destination $to }
  return $to
}

function Test-ListSignature([string]$List) {
  $signature = (Get-Content -Raw -LiteralPath (Get-ReleaseFile 'SHA256SUMS.sig') | ConvertFrom-Json).signature
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

  # The same key signs other files, and a text among them could have a line that reads like one of a list.
  $lines = @(Get-Content -LiteralPath $list)
  if (@($lines -cnotmatch '^[0-9a-f]{64}  [^/]+$').Count -gt 0) {
    throw "Cannot install from ${From}: its SHA256SUMS is no list of checksums"
  }
  $line = @($lines | Where-Object { ($_ -split '  ', 2)[1] -ceq $file })
  if ($line.Count -ne 1) { throw "Cannot install ${file}: SHA256SUMS does not list it" }
  $new = Get-ReleaseFile $file
  $hash = (Get-FileHash -Algorithm SHA256 -LiteralPath $new).Hash.ToLowerInvariant()
  if ($hash -cne ($line[0] -split '  ', 2)[0]) { throw "Cannot install ${file}: it is not the file that SHA256SUMS lists" }

  $says = & $new --version | Select-Object -First 1
  if ($says -cne "cloacina $Version") { throw "Cannot install $name ${Version}: $From has $says" }
  Move-Item -Force -LiteralPath $new -Destination (Join-Path $Dir "$name.exe")
  Write-Output "installed $(Join-Path $Dir "$name.exe")"
} finally {
  Remove-Item -Recurse -Force -LiteralPath $work
}

if (($env:PATH -split ';') -notcontains $Dir) {
  Write-Output "put it into PATH: [Environment]::SetEnvironmentVariable('Path', [Environment]::GetEnvironmentVariable('Path', 'User') + ';$Dir', 'User')"
}
