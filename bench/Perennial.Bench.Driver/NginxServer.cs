using System.IO.Compression;

namespace Perennial.Bench.Driver;

/// <summary>nginx with the page as a file and its gzip beside it, the way its manual advises: one worker, sendfile, open files remembered.</summary>
internal static class NginxServer
{
    public static Server Start(string scratch)
    {
        var port = Server.FreePort();
        var folder = Directory.CreateDirectory(Path.Combine(scratch, "nginx")).FullName;
        WritePage(Path.Combine(folder, "page.html"));
        var configuration = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(configuration, Configuration(folder, port));
        return Server.Start("nginx", ["-e", $"{folder}/error.log", "-p", folder, "-c", configuration], port);
    }

    /// <summary>nginx before another server, with connections that are kept, as its manual advises.</summary>
    public static Server StartProxy(string scratch, string origin)
    {
        var port = Server.FreePort();
        var folder = Directory.CreateDirectory(Path.Combine(scratch, "nginx-proxy")).FullName;
        var configuration = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(configuration, Common(folder, $$"""
              upstream origin {
                server {{new Uri(origin).Authority}};
                keepalive 64;
                keepalive_requests 100000000;
              }
              server {
                listen 127.0.0.1:{{port}};
                location / {
                  proxy_pass http://origin;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_set_header X-Forwarded-For $remote_addr;
                  proxy_set_header X-Forwarded-Proto $scheme;
                  proxy_set_header X-Forwarded-Host $host;
                  proxy_buffering off;
                }
              }
            """));
        return Server.Start("nginx", ["-e", $"{folder}/error.log", "-p", folder, "-c", configuration], port);
    }

    private static void WritePage(string path)
    {
        File.WriteAllBytes(path, SamplePage.Identity);
        using var file = File.Create(path + ".gz");
        using var gzip = new GZipStream(file, CompressionLevel.SmallestSize);
        gzip.Write(SamplePage.Identity);
    }

    private static string Configuration(string folder, int port) => Common(folder, $$"""
          sendfile on;
          tcp_nopush on;
          open_file_cache max=100 inactive=60s;
          open_file_cache_valid 60s;
          gzip_static on;
          gzip_vary on;
          types { text/html html; }
          charset utf-8;
          server {
            listen 127.0.0.1:{{port}};
            root {{folder}};
            add_header Cache-Control "public, max-age=0, must-revalidate";
          }
        """);

    // The temporary folder may be closed to nginx' own user, so the worker keeps the user who measures.
    private static string Common(string folder, string http) => $$"""
        {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
        daemon off;
        worker_processes 1;
        pid {{folder}}/nginx.pid;
        events { worker_connections 1024; }
        http {
          access_log off;
          keepalive_requests 100000000;
          client_body_temp_path {{folder}}/body;
          proxy_temp_path {{folder}}/proxy;
          fastcgi_temp_path {{folder}}/fastcgi;
          uwsgi_temp_path {{folder}}/uwsgi;
          scgi_temp_path {{folder}}/scgi;
        {{http}}
        }
        """;
}
