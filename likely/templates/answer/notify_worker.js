// Shows a question that was pushed, and opens its link when it is tapped. No other site's link is opened.
"use strict";
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("push", (event) => {
  const { title, body, url, tag } = event.data.json();
  event.waitUntil(registration.showNotification(title, { body, tag, data: { url } }));
});
addEventListener("notificationclick", (event) => {
  event.notification.close();
  const link = new URL(event.notification.data.url, location.origin);
  if (link.origin === location.origin) event.waitUntil(clients.openWindow(link.href));
});
