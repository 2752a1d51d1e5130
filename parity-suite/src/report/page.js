// The page works without this; it adds the filter and opens what a link leads to.
const filter = document.querySelector("#filter");
const count = document.querySelector("#found");
const areas = [...document.querySelectorAll("details.area")];
function show() {
  const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const area of areas) {
    let here = 0;
    for (const row of area.querySelectorAll("tbody tr")) {
      row.hidden = !words.every((word) => row.dataset.text.includes(word));
      if (!row.hidden) here += 1;
    }
    area.hidden = here === 0;
    if (words.length > 0) area.open = here > 0 && here <= 500;
    found += here;
  }
  count.textContent = words.length > 0 ? `${found} trials` : "";
}
filter.addEventListener("input", show);
addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== filter) {
    event.preventDefault();
    filter.focus();
  }
});
function open() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
}
addEventListener("hashchange", open);
open();
