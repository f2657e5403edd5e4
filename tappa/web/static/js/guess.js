// The browser knows where one lives: the time zone is filled in, to be changed by whoever knows better.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

for (const field of document.querySelectorAll("[data-guess='time-zone']")) {
  const known = field.tagName !== "SELECT" || [...field.options].some((option) => option.value === zone);
  if (zone && known) field.value = zone;
}

// "On the desktop" needs the browser's leave, which it only gives when asked by a click.
document.querySelector("[data-asks-desktop]")?.addEventListener("change", async (event) => {
  const box = event.target;
  if (!box.checked || !("Notification" in window) || Notification.permission === "granted") return;
  box.checked = (await Notification.requestPermission()) === "granted";
});
