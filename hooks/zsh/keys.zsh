# The keys, bound in the emacs and vi keymaps when the daemon has answered for the first time: by then plugins and .zshrc
# have bound theirs, and the prompt, which the milliseconds that it takes would hold up, is on the screen.

_segue_bind_keys() {
  local -a maps=(emacs viins vicmd main) actions=(accept accept_word next_choice previous_choice dismiss forget pick)
  local map action key REPLY
  local -i escapes
  local -a keys
  _segue_unbind_keys
  for map in $maps; do
    escapes=0
    _segue_is_escape_command $map && escapes=1
    for action in $actions; do
      keys=()
      _segue_keys_for $action $map
      for key in "${keys[@]}"; do
        [[ -n $key ]] && _segue_bind_key $map "$key" $action
      done
    done
  done
}

# Sets the caller's keys.
_segue_keys_for() {
  local -A names=(
    accept SEGUE_ACCEPT_KEYS accept_word SEGUE_ACCEPT_WORD_KEYS next_choice SEGUE_NEXT_KEYS
    previous_choice SEGUE_PREVIOUS_KEYS dismiss SEGUE_DISMISS_KEYS forget SEGUE_FORGET_KEYS
    pick SEGUE_PICK_KEYS
  )
  local -A defaults=(
    accept '^[[C ^[OC ^F ^[[F ^[OF ^[[4~ ^E' accept_word '^[f ^[[1;3C ^[[1;5C ^[[1;9C' next_choice '^[n'
    previous_choice '^[p' dismiss '^[k' forget '^[x' pick '^[r'
  )
  local -A letters=(accept 'l $' accept_word w)
  local name=$names[$1]
  local vi=${name/SEGUE_/SEGUE_VI_}
  if (( ! ${(P)+name} )) && [[ $_segue_setting_keys == *" ${${name#SEGUE_}%_KEYS} "* ]]; then
    name=_segue_setting_${name#SEGUE_}
    name=${name%_KEYS}_keys
  fi
  if (( ${(P)+name} )); then
    keys=("${(@P)name}")
  else
    keys=(${=defaults[$1]})
    # Where Esc is a command of its own, Esc and x typed in a hurry is what Alt-X sends; only a short KEYTIMEOUT
    # tells them apart. Losing a shortcut is better than forgetting a line that nobody wanted to forget.
    (( escapes && KEYTIMEOUT > 5 )) && keys=(${keys:#'^['[a-z]})
  fi
  [[ $2 == vicmd ]] || return 0
  if (( ${(P)+vi} )); then
    keys+=("${(@P)vi}")
  elif (( ! ${(P)+name} )); then
    keys+=(${=letters[$1]})
  fi
}

_segue_is_escape_command() {
  _segue_capture bindkey -M $1 '^[' && [[ $REPLY != *' undefined-key'* ]]
}

# Binds one key to one action, in front of what it did until now.
_segue_bind_key() {
  local map=$1 key=$2 action=_segue_$3 before widget past
  _segue_capture bindkey -M $map -- "$key" || return 0
  before=${${REPLY%$'\n'}#*\" }
  # Ours already: main is another name for emacs or viins.
  [[ -n $before && $before != _segue_* ]] || return 0
  past=$before
  if [[ $before == execute-*named-cmd ]]; then
    # zsh obeys these as it reads keys and not when a widget calls them: they need a key, one that nobody has.
    past='"^[[segue~"'
    bindkey -M $map '^[[segue~' $before
  fi
  # A widget of its own, because $WIDGET does not say which widget runs when another one has called it.
  widget=$action@$#_segue_bound
  functions[$widget]="$action ${(q)past}"
  zle -N $widget
  bindkey -M $map -- "$key" $widget
  _segue_bound+=($map "$key" $widget "$before")
}

# Gives every key back that is still ours.
_segue_unbind_keys() {
  local map key widget before
  for map key widget before in "${_segue_bound[@]}"; do
    _segue_capture bindkey -M $map -- "$key" && [[ $REPLY == *" $widget"$'\n' ]] || continue
    case $before in
      (undefined-key) bindkey -M $map -r -- "$key" ;;
      (\"*) bindkey -M $map -s -- "$key" "${before[2,-2]}" ;;
      (*) bindkey -M $map -- "$key" $before ;;
    esac
    zle -D $widget
    unfunction $widget
  done
  _segue_bound=()
}
