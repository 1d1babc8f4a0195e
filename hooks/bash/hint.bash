# shellcheck shell=bash disable=SC2154 # parts set variables for each other
# The suggestion for the empty prompt, faint on the row below the input line. readline knows nothing of that row: it
# cannot be drawn right behind the cursor, for bash tells nobody when a key is typed over it. Enter takes the cursor to
# the beginning of exactly that row, so that one clear leaves nothing of it in the scrollback.
#
# All goes to /dev/tty, so that it reaches the terminal whatever is redirected, and nothing else.

_segue_reset_hint() {
  _segue_erase=''
}

# Draws the chosen line, or clears the row when there is none.
_segue_draw() {
  \builtin local text="${_segue_lines[_segue_choice]-}" columns="${COLUMNS:-80}" width wide more=$'\342\200\246' column
  \builtin local style="${SEGUE_HIGHLIGHT_STYLE:-${_segue_setting_style-}}"
  if [[ ${TERM:-dumb} == dumb || ${SEGUE_EMPTY_PROMPT:-${_segue_setting_empty_prompt-}} == 0 || $_segue_author != human ]]; then
    \builtin return 0
  fi
  # Without PS0 nothing would clear it.
  if ((_segue_bash >= 404)) && ! \builtin shopt -q promptvars; then
    \builtin return 0
  fi
  if [[ -z $text ]] || _segue_is_unsure; then
    _segue_wipe
    \builtin return 0
  fi
  # Set only while a key of ours is at work. A trap cannot tell what is typed; mostly nothing is yet.
  if [[ -z ${READLINE_LINE-} ]]; then
    _segue_note_shown "$text"
  fi
  if ((${#more} > 1)); then
    more='>'
  fi
  # bash cannot tell how wide a character is; those beyond ASCII may take two columns.
  wide=${text//[[:ascii:]]/}
  width=$((${#text} + ${#wide}))
  if ((width >= columns)); then
    text=${text:0:$(((columns - 2) * ${#text} / width))}$more
    width=$((columns - 1))
  fi
  if [[ ${_segue_marked[_segue_choice]-} == "$_segue_mark_of_danger"* ]]; then
    style=${SEGUE_DESTRUCTIVE_STYLE:-${_segue_setting_destructive_style:-fg=red}},faint
  fi
  _segue_codes_of "${style:-faint}"
  _segue_add_progress
  column=$((columns / 3))
  if ((column + width >= columns)); then
    column=$((columns - width - 1))
  fi
  # First this: whoever interrupts the drawing finds that there is something to erase.
  _segue_erase=$'\033[K'
  # Index and up: makes sure that there is a row below. Without autowrap no text can reach the row after it.
  \builtin printf '\033D\033[A\0337\033[B\033[2K\033[%dG\033[?7l\033[%sm%s\033[m\033[?7h\0338' \
    "$((column + 1))" "$_segue_reply" "$text" >/dev/tty
}

# Appends to the caller's text which step of a workflow the line is, where there is room.
_segue_add_progress() {
  \builtin local progress="${_segue_marked[_segue_choice]-}"
  if [[ $progress == *$'\035'* && ${SEGUE_PROGRESS:-${_segue_setting_progress-}} != 0 ]]; then
    progress=${progress%%$'\035'*}
    progress="  ${progress#"$_segue_mark_of_danger"}"
    if ((width + ${#progress} < columns)); then
      text=$text$progress width=$((width + ${#progress}))
    fi
  fi
}

# Tells whether nothing is typed and the best line is too improbable to be offered unasked.
_segue_is_unsure() {
  \builtin local limit="${SEGUE_THRESHOLD:-${_segue_setting_threshold-}}"
  case $limit in
    100 | [0-9] | [0-9][0-9]) ;;
    *) limit=30 ;;
  esac
  [[ -z ${READLINE_LINE-} && -z $_segue_walked ]] && ((_segue_sure < 10#$limit * 10))
}

# Clears the row below while the prompt stands.
_segue_wipe() {
  if [[ -n $_segue_erase ]]; then
    # A terminal that was resized may have wrapped the hint, so everything below goes.
    \builtin printf '\033D\033[A\0337\033[B\033[G\033[J\0338' >/dev/tty
  fi
  _segue_erase=''
}

# At a new prompt: clears the row of the old hint, at whose beginning the cursor stands, unless a command ran ($1), before
# which PS0 or the DEBUG trap has cleared it.
_segue_clean() {
  if [[ -n $_segue_erase ]] && ((!$1)); then
    \builtin printf '%s' "$_segue_erase" >/dev/tty
  fi
  _segue_erase=''
}
