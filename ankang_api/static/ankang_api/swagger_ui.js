// Swagger UI for the OpenAPI document beside this page, with the first group of operations open.
const openFirstGroup = () => {
    if (location.hash.length > 1) return; // the address of an operation opens its own group
    const first = ui.specSelectors.taggedOperations().keySeq().first();
    ui.layoutActions.show(["operations-tag", first], true);
};

const ui = SwaggerUIBundle({
    url: "openapi.json",
    dom_id: "#swagger-ui",
    presets: [SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
    deepLinking: true,
    displayRequestDuration: true,
    docExpansion: "none",
    defaultModelsExpandDepth: 0,
    syntaxHighlight: false, // of a page of 100 rows it takes seconds
    onComplete: openFirstGroup,
});
