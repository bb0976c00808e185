/** Events the kernel raises ("mandatory": no event means that it did not happen). catalogue.ts explains the table. */
export const KERNEL_EVENTS = `
9 exec 10.15 real
    args?:string[] cwd:file dyld_exec_path?:string@7 entitlements?:object@11 env?:string[] fds:array
    fds[]:object fds[].fd:int fds[].fdtype:int fds[].pipe.pipe_id:int fds[].pipe?:object
    image_cpusubtype:int@6 image_cputype:int@6 last_fd:int script:file|null target:process
10 open 10.15 real | path file
    fflag:int file:file
11 fork 10.15 real
    child:process
12 close 10.15 binary
    modified:bool target:file was_mapped_writable:bool@6
13 create 10.15 real
    acl:string|null destination:object destination.existing_file?:file destination.new_path.dir:file
    destination.new_path.filename:string destination.new_path.mode:int destination.new_path?:object
    destination_type:int
14 exchangedata 10.15 header
    file1:file file2:file
15 exit 10.15 real
    stat:int
16 get_task 10.15 binary | process target
    target:process type:int
17 kextload 10.15 header | text identifier
    identifier:string
18 kextunload 10.15 header | text identifier
    identifier:string
19 link 10.15 binary
    source:file target_dir:file target_filename:string
20 mmap 10.15 binary | path source
    file_pos:int flags:int max_protection:int protection:int source:file
21 mprotect 10.15 binary
    address:int protection:int size:int
22 mount 10.15 binary | path statfs.f_mntonname
    disposition?:int@8 statfs:statfs
23 unmount 10.15 header | path statfs.f_mntonname
    statfs:statfs
24 iokit_open 10.15 binary | text user_client_class
    parent_path?:string@10 parent_registry_id?:int@10 user_client_class:string user_client_type:int
25 rename 10.15 real
    destination:object destination.existing_file?:file destination.new_path.dir:file
    destination.new_path.filename:string destination.new_path?:object destination_type:int source:file
26 setattrlist 10.15 header
    attrlist:attrlist target:file
27 setextattr 10.15 binary
    extattr:string target:file
28 setflags 10.15 header
    flags:int target:file
29 setmode 10.15 binary
    mode:int target:file
30 setowner 10.15 header
    uid:int gid:int target:file
31 signal 10.15 binary | process target sig
    instigator?:process|null@9 sig:int target:process
32 unlink 10.15 real
    parent_dir:file target:file
33 write 10.15 binary
    target:file
39 readlink 10.15 header | path source
    source:file
41 truncate 10.15 header
    target:file
43 lookup 10.15 real | join source_dir relative_target
    source_dir:file relative_target:string
51 chdir 10.15.1 header | path target
    target:file
53 getattrlist 10.15.1 header | path target
    attrlist:attrlist target:file
54 stat 10.15.1 header | path target
    target:file
55 access 10.15.1 header | path target
    mode:int target:file
57 chroot 10.15.1 header | path target
    target:file
59 utimes 10.15.1 header
    target:file atime:string mtime:string
61 clone 10.15.1 header
    source:file target_dir:file target_name:string
62 fcntl 10.15.1 header | path target
    target:file cmd:int
64 getextattr 10.15.1 binary | path target
    extattr:string target:file
66 listextattr 10.15.1 binary | path target
    target:file
68 readdir 10.15.1 header | path target
    target:file
70 deleteextattr 10.15.1 binary
    extattr:string target:file
72 fsgetpath 10.15.1 header | path target
    target:file
73 dup 10.15.1 binary | path target
    target:file
75 settime 10.15.1 header
76 uipc_bind 10.15.1 binary | join dir filename
    dir:file filename:string mode:int
78 uipc_connect 10.15.1 binary | path file
    domain:int file:file protocol:int type:int
82 setacl 10.15.1 header
    target:file set_or_clear:int acl:string|null
83 pty_grant 10.15.4 binary
    dev:int
84 pty_close 10.15.4 header
    dev:int
86 proc_check 10.15.4 binary | process target
    flavor:int target:process|null type:int
89 searchfs 11.0 header | path target
    attrlist:attrlist target:file
93 proc_suspend_resume 11.0 binary | process target
    target:process|null type:int
94 cs_invalidated 11.0 binary
95 get_task_name 11.0 header | process target
    target:process type:int
96 trace 11.0 binary | process target
    target:process
97 remote_thread_create 11.0 binary | process target
    target:process thread_state:object|null thread_state.flavor:int thread_state.state:null
99 remount 11.0 header | path statfs.f_mntonname
    statfs:statfs remount_flags?:int@8 disposition?:int@8
101 get_task_read 11.3 header | process target
    target:process type:int
102 get_task_inspect 11.3 header | process target
    target:process type:int
103 setuid 12.0 header | words uid
    uid:int
104 setgid 12.0 header | words gid
    gid:int
105 seteuid 12.0 header | words euid
    euid:int
106 setegid 12.0 header | words egid
    egid:int
107 setreuid 12.0 header | words ruid euid
    ruid:int euid:int
108 setregid 12.0 header | words rgid egid
    rgid:int egid:int
110 copyfile 12.0 header
    source:file target_file:file|null target_dir:file target_name:string mode:int flags:int
145 xpc_connect 14.0 binary | text service_name
    service_domain_type:int service_name:string
`;
