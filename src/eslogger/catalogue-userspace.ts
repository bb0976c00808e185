/** Events that Apple's own programs report ("discretionary": absence proves nothing). catalogue.ts explains the table. */
export const USERSPACE_EVENTS = `
35 file_provider_materialize 10.15 header | path target
    instigator:process|null source:file target:file instigator_token?:audit_token@8
37 file_provider_update 10.15 header | path target_path
    source:file target_path:string
111 authentication 13.0 header | words type
    success:bool type:int data:object data.od?:object data.od.instigator:process|null
    data.od.record_type:string data.od.record_name:string data.od.node_name:string
    data.od.db_path:string|null data.od.instigator_token?:audit_token@8 data.touchid?:object
    data.touchid.instigator:process|null data.touchid.touchid_mode:int data.touchid.uid:int|null
    data.touchid.instigator_token?:audit_token@8 data.token?:object data.token.instigator:process|null
    data.token.pubkey_hash:string data.token.token_id:string data.token.kerberos_principal:string|null
    data.token.instigator_token?:audit_token@8 data.auto_unlock?:object data.auto_unlock.username:string
    data.auto_unlock.type:int
112 xp_malware_detected 13.0 binary | text malware_identifier
    detected_executable?:string@10 detected_path:string incident_identifier:string malware_identifier:string
    signature_version:string
113 xp_malware_remediated 13.0 binary | words malware_identifier action_type
    action_type:string incident_identifier:string malware_identifier:string remediated_path:string|null
    remediated_process_audit_token:audit_token|null result_description:string signature_version:string
    success:bool
114 lw_session_login 13.0 binary
    graphical_session_id:int username:string
115 lw_session_logout 13.0 header
    username:string graphical_session_id:int
116 lw_session_lock 13.0 header
    username:string graphical_session_id:int
117 lw_session_unlock 13.0 binary
    graphical_session_id:int username:string
118 screensharing_attach 13.0 header
    success:bool source_address_type:int source_address:string|null viewer_appleid:string|null
    authentication_type:string authentication_username:string|null session_username:string|null
    existing_session:bool graphical_session_id:int
119 screensharing_detach 13.0 header
    source_address_type:int source_address:string|null viewer_appleid:string|null graphical_session_id:int
120 openssh_login 13.0 binary
    result_type:int source_address:string source_address_type:int success:bool uid:int|null username:string
121 openssh_logout 13.0 binary
    source_address:string source_address_type:int uid:int username:string
122 login_login 13.0 binary
    failure_message:string|null success:bool uid:int|null username:string
123 login_logout 13.0 header
    username:string uid:int
124 btm_launch_item_add 13.0 binary | path item.item_url executable_path
    app:process|null app_token?:audit_token|null@8 executable_path:string|null instigator:process|null
    instigator_token?:audit_token|null@8 item:object item.app_url:string|null item.item_type:int
    item.item_url:string item.legacy:bool item.managed:bool item.uid:int
125 btm_launch_item_remove 13.0 binary | path item.item_url
    app:process|null app_token?:audit_token|null@8 instigator:process|null
    instigator_token?:audit_token|null@8 item:object item.app_url:string|null item.item_type:int
    item.item_url:string item.legacy:bool item.managed:bool item.uid:int
126 profile_add 14.0 binary | text profile.identifier
    instigator:process|null instigator_token?:audit_token@8 is_update:bool profile:object
    profile.display_name:string profile.identifier:string profile.install_source:int
    profile.organization:string profile.scope:string profile.uuid:string
127 profile_remove 14.0 header | text profile.identifier
    instigator:process|null instigator_token?:audit_token@8 profile:object profile.display_name:string
    profile.identifier:string profile.install_source:int profile.organization:string profile.scope:string
    profile.uuid:string
128 su 14.0 header
    success:bool failure_message:string|null from_uid:int from_username:string to_uid:int|null
    to_username:string|null shell:string|null argc:int argv:string[] env_count:int env:string[]
129 authorization_petition 14.0 binary | list rights
    flags:int instigator:process|null instigator_token?:audit_token@8 petitioner:process|null
    petitioner_token?:audit_token@8 right_count:int rights:string[]
130 authorization_judgement 14.0 binary | list results[].right_name
    instigator:process|null instigator_token?:audit_token@8 petitioner:process|null
    petitioner_token?:audit_token@8 result_count:int results:array results[]:object results[].granted:bool
    results[].right_name:string results[].rule_class:int return_code:int
131 sudo 14.0 header
    success:bool reject_info:object|null reject_info.plugin_name:string reject_info.plugin_type:int
    reject_info.failure_message:string from_uid:int|null from_username:string|null to_uid:int|null
    to_username:string|null command:string|null
132 od_group_add 14.0 binary | account group_name
    db_path:string|null error_code:int group_name:string instigator:process|null
    instigator_token?:audit_token@8 member:object member.member_type:int member.member_value:string
    node_name:string
133 od_group_remove 14.0 binary | account group_name
    db_path:string|null error_code:int group_name:string instigator:process|null
    instigator_token?:audit_token@8 member:object member.member_type:int member.member_value:string
    node_name:string
134 od_group_set 14.0 header | account group_name
    instigator:process|null error_code:int group_name:string members:object members.member_type:int
    members.member_array:string[] node_name:string db_path:string|null instigator_token?:audit_token@8
135 od_modify_password 14.0 binary | account account_name
    account_name:string account_type:int db_path:string|null error_code:int instigator:process|null
    instigator_token?:audit_token@8 node_name:string
136 od_disable_user 14.0 header | account user_name
    instigator:process|null error_code:int user_name:string node_name:string db_path:string|null
    instigator_token?:audit_token@8
137 od_enable_user 14.0 header | account user_name
    instigator:process|null error_code:int user_name:string node_name:string db_path:string|null
    instigator_token?:audit_token@8
138 od_attribute_value_add 14.0 binary | text attribute_name
    attribute_name:string attribute_value:string db_path:string|null error_code:int instigator:process|null
    instigator_token?:audit_token@8 node_name:string record_name:string record_type:int
139 od_attribute_value_remove 14.0 header | text attribute_name
    instigator:process|null error_code:int record_type:int record_name:string attribute_name:string
    attribute_value:string node_name:string db_path:string|null instigator_token?:audit_token@8
140 od_attribute_set 14.0 header | text attribute_name
    instigator:process|null error_code:int record_type:int record_name:string attribute_name:string
    attribute_values:string[] node_name:string db_path:string|null instigator_token?:audit_token@8
141 od_create_user 14.0 binary | account user_name
    db_path:string|null error_code:int instigator:process|null instigator_token?:audit_token@8
    node_name:string user_name:string
142 od_create_group 14.0 binary | account group_name
    db_path:string|null error_code:int group_name:string instigator:process|null
    instigator_token?:audit_token@8 node_name:string
143 od_delete_user 14.0 header | account user_name
    instigator:process|null error_code:int user_name:string node_name:string db_path:string|null
    instigator_token?:audit_token@8
144 od_delete_group 14.0 header | account group_name
    instigator:process|null error_code:int group_name:string node_name:string db_path:string|null
    instigator_token?:audit_token@8
146 gatekeeper_user_override 15.0 binary | path file
    file:string|file|null file_type:int sha256:string|null signing_info:object|null
    signing_info.cdhash:string signing_info.signing_id:string|null signing_info.team_id:string|null
147 tcc_modify 15.4 binary | words service identity
    identity:string identity_type:int instigator:process|null instigator_token:audit_token reason:int
    responsible:process|null responsible_token:audit_token|null right:int service:string update_type:int
`;
