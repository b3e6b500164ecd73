import type { CliContext } from "../context.ts";

/** The shells that there is a completion script for. */
export type Shell = "bash" | "zsh" | "fish" | "powershell";

/** Prints the script. It asks the program itself for proposals, so it is never out of date. */
export default async function completions(
  this: CliContext,
  _flags: NonNullable<unknown>,
  shell: Shell,
): Promise<void> {
  await this.terminal.write(SCRIPTS[shell]);
}

const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `_cloacina() {
  # bash splits words at = and :, which the words of a command line may have.
  local line=\${COMP_LINE:0:COMP_POINT} words=() word brief glued index
  for ((index = 0; index <= COMP_CWORD; index++)); do
    word=\${COMP_WORDS[index]}
    glued=\${line#"\${line%%[![:space:]]*}"}
    if ((index > 1)) && [[ $line == "$glued" && -n $line ]]; then
      words[\${#words[@]}-1]+=$word
    else
      words+=("$word")
    fi
    line=\${glued#"$word"}
  done
  local typed=\${words[\${#words[@]}-1]} paths=none
  local before=\${typed%"$2"}
  words=("\${words[@]/#\\~\\//$HOME/}")
  COMPREPLY=()
  while IFS=$'\\t' read -r word brief; do
    case $word in
      :files | :directories | :none) paths=\${word#:} ;;
      "$typed"*) COMPREPLY+=("$(printf %q "\${word#"$before"}")") ;;
    esac
  done < <("$1" __complete "\${words[@]:1}" 2>/dev/null </dev/null)
  if ((\${#COMPREPLY[@]} == 0)); then
    case $paths in
      files) compopt -o default ;;
      directories) compopt -o dirnames ;;
    esac
  elif [[ $paths == files ]]; then
    while IFS= read -r word; do
      COMPREPLY+=("$(printf %q "$word")")
    done < <(compgen -f -- "$2")
  fi
}
complete -F _cloacina cloacina
`,
  zsh: `#compdef cloacina
_cloacina() {
  local -a proposals
  local word brief paths=none
  while IFS=$'\\t' read -r word brief; do
    case $word in
      :files|:directories|:none) paths=\${word#:} ;;
      *) proposals+=("\${word//:/\\\\:}:$brief") ;;
    esac
  done < <("\${words[1]}" __complete "\${(@Q)words[2,CURRENT]}" 2>/dev/null </dev/null)
  (( \${#proposals} )) && _describe cloacina proposals
  [[ $paths == none ]] && return
  compset -P '--[a-z-]#='
  if [[ $paths == files ]]; then
    _files
  else
    _files -/
  fi
}
if [ "$funcstack[1]" = _cloacina ]; then
  _cloacina "$@"
else
  compdef _cloacina cloacina
fi
`,
  fish: `function __cloacina_proposals
  set -l words (commandline -opc)
  set -l typed (commandline -ct)
  set -l flag (string match -r -- '^--[a-z-]+=' $typed; or echo)
  set -l value (string replace -r -- '^--[a-z-]+=' '' $typed)
  for line in ($words[1] __complete $words[2..-1] $typed 2>/dev/null </dev/null)
    switch $line
      case ':files'
        for path in (__fish_complete_path "$value")
          echo $flag$path
        end
      case ':directories'
        for path in (__fish_complete_directories "$value")
          echo $flag$path
        end
      case ':none'
      case '*'
        echo $line
    end
  end
end
complete -c cloacina -f -a '(__cloacina_proposals)'
`,
  powershell: `Register-ArgumentCompleter -Native -CommandName cloacina -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_" })
  if ($wordToComplete -eq '') { $words += '""' }
  & cloacina __complete @words 2>$null | Where-Object { $_ -notlike ':*' } | ForEach-Object {
    $word, $brief = $_ -split "\`t", 2
    # A name may be what PowerShell would run.
    $text = $word
    if ($word -notmatch '^[-\\w./:=+]+$') {
      $text = "'" + [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($word) + "'"
    }
    [System.Management.Automation.CompletionResult]::new($text, $word, 'ParameterValue', ($brief, $word -ne '')[0])
  }
}
`,
};
