/** What of the document could run, fetch or send, less what is the page's own; as HTML, to be read. */
() => {
  const ELEMENTS = [
    "script", "iframe", "object", "embed", "img", "image", "video", "audio", "source", "base", "style", "frame",
    "link:not(head > link)", "meta:not(head > meta)", "[style*='url']",
  ];
  const ADDRESSES = ["href", "src", "action", "formaction", "xlink:href", "poster", "ping", "background"];

  const own = (one) => (one.src ?? "").startsWith(`${location.origin}/static/`);
  const runs = (name) => name.startsWith("on") || name === "srcdoc" || name.includes("hx-on");
  const leads = (name, value) => ADDRESSES.includes(name) && !/^(https?:|mailto:|[/?#])/i.test(value);
  const sends = (name, value) => name.includes("hx-") && value.includes("leak");
  const bad = ({ name, value }) => runs(name) || leads(name, value) || sends(name, value);

  const elements = [...document.querySelectorAll(ELEMENTS.join())].filter((one) => !own(one));
  const attributes = [...document.querySelectorAll("*")].filter((one) => [...one.attributes].some(bad));
  return [...elements, ...attributes].map((one) => one.outerHTML.slice(0, 200));
}
