// The coverage map as a grid: one stop of the tab key, arrows inside (APG grid). Without it the table and its links remain.
(() => {
  const table = document.querySelector("table[data-matrix]");
  if (!table) return;
  const rows = [...table.rows].filter((row) => !row.hasAttribute("data-group"));
  const offerings = [...rows[0].cells].map((cell) => cell.dataset.offering);
  const forward = document.documentElement.dir === "rtl" ? -1 : 1;
  const page = 10;
  let here = null;

  const address = (cell) => {
    const link = cell.querySelector("a");
    if (link) return link.href;
    const [outcome, offering] = [cell.parentNode.dataset.outcome, offerings[cell.cellIndex]];
    return outcome && offering ? `${table.dataset.matrix}/${offering}/${outcome}` : null;
  };
  const open = (cell) => {
    const to = address(cell);
    if (!to) return;
    sessionStorage.setItem("map-cell", `${cell.parentNode.dataset.outcome || ""} ${offerings[cell.cellIndex] || ""}`);
    location.assign(to);
  };
  const stand = (cell) => {
    if (here) here.removeAttribute("tabindex");
    here = cell;
    cell.tabIndex = 0;
  };
  const go = (row, column) => {
    const cells = rows[Math.min(Math.max(row, 0), rows.length - 1)].cells;
    const cell = cells[Math.min(Math.max(column, 0), cells.length - 1)];
    stand(cell);
    cell.focus();
    cell.scrollIntoView({ block: "nearest", inline: "nearest" }); // the focus alone leaves a cell half outside
  };
  const remembered = () => {
    const [outcome, offering] = (sessionStorage.getItem("map-cell") || "").split(" ");
    const row = rows.find((one) => outcome && one.dataset.outcome === outcome);
    return row && row.cells[Math.max(offerings.indexOf(offering || undefined), 0)];
  };
  const moves = {
    ArrowRight: (row, column) => [row, column + forward],
    ArrowLeft: (row, column) => [row, column - forward],
    ArrowDown: (row, column) => [row + 1, column],
    ArrowUp: (row, column) => [row - 1, column],
    PageDown: (row, column) => [row + page, column],
    PageUp: (row, column) => [row - page, column],
    Home: (row, column, whole) => [whole ? 0 : row, 0],
    End: (row, column, whole) => [whole ? rows.length - 1 : row, Infinity],
  };

  table.setAttribute("role", "grid");
  table.setAttribute("aria-describedby", "map-keys");
  const frame = table.closest(".map-frame");
  frame.removeAttribute("tabindex");
  frame.style.scrollPaddingBlockStart = `${table.tHead.offsetHeight}px`; // what has the focus is never under a frozen heading
  frame.style.scrollPaddingInlineStart = `${rows[0].cells[0].offsetWidth}px`;
  document.getElementById("map-keys").hidden = false;
  for (const link of table.querySelectorAll("a")) link.tabIndex = -1;
  stand(remembered() || rows[Math.min(2, rows.length - 1)].cells[0]);

  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("th, td");
    const row = cell && rows.indexOf(cell.parentNode);
    if (!cell || row < 0 || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.key === "Enter" || event.key === "F2") {
      event.preventDefault();
      open(cell);
    } else if (moves[event.key]) {
      event.preventDefault();
      go(...moves[event.key](row, cell.cellIndex, event.ctrlKey));
    }
  });
  table.addEventListener("click", (event) => {
    const cell = event.target.closest("td");
    if (cell && !event.target.closest("a")) open(cell);
  });
})();
