/** A word when the connection is gone, on every page that sends something. */

/** Show the page's own notice while the browser says that it is offline. */
export function setUpConnection(): void {
  const notice = document.getElementById("offline");
  if (!notice) return;
  const look = (): void => {
    notice.hidden = navigator.onLine;
  };
  addEventListener("offline", look);
  addEventListener("online", look);
  look();
}
