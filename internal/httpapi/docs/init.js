"use strict";

SwaggerUIBundle({
  url: "/v1/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  docExpansion: "none", // the groups first: the contract has far more operations than a screen
  filter: true,
  persistAuthorization: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  validatorUrl: null, // asks no other server
});

// Nobody should take the season of the demo for a real one.
fetch("/v1/service", { headers: { Accept: "application/json" } })
  .then((answer) => (answer.ok ? answer.json() : {}))
  .then((service) => {
    document.getElementById("demo").hidden = service.demo !== true;
  })
  .catch(() => {}); // no answer, no strip: the page itself says what failed
