"""What each shell knows without PATH: its builtins, those of its modules, and its reserved words."""

from __future__ import annotations

from typing import Final

BUILTINS: Final[dict[str, frozenset[str]]] = {
    "zsh": frozenset(
        """
        ! - . : [ [[ alias autoload bg bindkey break builtin bye cap case cd chdir clone command compadd comparguments
        compcall compctl compdescribe compfiles compgroups compquote compset comptags comptry compvalues continue
        coproc declare dirs disable disown do done echo echotc echoti elif else emulate enable end esac eval exec exit
        export false fc fg fi float for foreach function functions getcap getln getopts hash history if integer jobs
        kill let limit local log logout nocorrect noglob pcre_compile pcre_match pcre_study popd print printf private
        pushd pushln pwd r read readonly rehash repeat return sched select set setcap setopt shift source stat
        strftime suspend syserror sysopen sysread sysseek syswrite test then time times trap true ttyctl type typeset
        ulimit umask unalias unfunction unhash unlimit unset unsetopt until vared wait whence where which while
        zcompile zcurses zdelattr zformat zftp zgetattr zle zlistattr zmodload zparseopts zprof zpty zregexparse
        zselect zsetattr zsocket zstat zstyle zsystem ztcp { }
        """.split()  # noqa: SIM905 - a list of words reads best as text
    ),
    "bash": frozenset(
        """
        ! . : [ [[ ]] alias bg bind break builtin caller case cd command compgen complete compopt continue coproc
        declare dirs disown do done echo elif else enable esac eval exec exit export false fc fg fi for function
        getopts hash help history if in jobs kill let local logout mapfile popd printf pushd pwd read readarray
        readonly return select set shift shopt source suspend test then time times trap true type typeset ulimit umask
        unalias unset until wait while { }
        """.split()  # noqa: SIM905 - a list of words reads best as text
    ),
    "fish": frozenset(
        """
        ! . : [ _ abbr and argparse begin bg bind block break breakpoint builtin case cd command commandline complete
        contains continue count disown echo else emit end eval exec exit false fg for
        function functions history if jobs math not or path printf pwd random read realpath return set set_color source
        status string switch test time true type ulimit wait while
        """.split()  # noqa: SIM905 - a list of words reads best as text
    ),
}
