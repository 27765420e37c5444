module.exports = {
    api: {
        input: "openapi.json",
        output: { target: "orval-client.ts", client: "fetch", mode: "single", baseUrl: process.env.API },
    },
};
