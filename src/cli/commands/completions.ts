import type { CliContext } from "../context.ts";

/** The shells that there is a completion script for. */
export type Shell = "bash" | "zsh" | "fish" | "powershell";

/** Prints the script. It asks the program itself for proposals, so it is never out of date, and falls back to files. */
export default async function completions(
  this: CliContext,
  _flags: NonNullable<unknown>,
  shell: Shell,
): Promise<void> {
  await this.terminal.write(SCRIPTS[shell]);
}

const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `_cloacina() {
  local word
  COMPREPLY=()
  while IFS=$'\\t' read -r word _; do
    [[ $word == "$2"* ]] && COMPREPLY+=("$word")
  done < <("$1" __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _cloacina cloacina
`,
  zsh: `#compdef cloacina
_cloacina() {
  local -a proposals
  local word brief
  while IFS=$'\\t' read -r word brief; do
    proposals+=("\${word//:/\\\\:}:$brief")
  done < <("\${words[1]}" __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#proposals} )); then
    _describe cloacina proposals
  else
    _files
  fi
}
if [ "$funcstack[1]" = _cloacina ]; then
  _cloacina "$@"
else
  compdef _cloacina cloacina
fi
`,
  fish: `function __cloacina_proposals
  set -l words (commandline -opc) (commandline -ct)
  $words[1] __complete $words[2..-1] 2>/dev/null
end
complete -c cloacina -a '(__cloacina_proposals)'
`,
  powershell: `Register-ArgumentCompleter -Native -CommandName cloacina -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_" })
  if ($wordToComplete -eq '') { $words += '""' }
  & cloacina __complete @words 2>$null | ForEach-Object {
    $word, $brief = $_ -split "\`t", 2
    [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', ($brief, $word -ne '')[0])
  }
}
`,
};
