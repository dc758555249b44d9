/** Printing what is for paper alone. */

/** Print without the site's name in the browser's own margins. */
export function printWithoutName(): void {
  const title = document.title;
  document.title = " ";
  window.print();
  document.title = title;
}
